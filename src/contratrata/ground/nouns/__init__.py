"""A noun of the network, declared: its pages, acts, list, sheet, history and traces follow from a file of questions."""
