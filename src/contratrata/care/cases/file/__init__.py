"""The file of a case: what is asked (`trata.yaml`), where each answer is kept, and what it said before."""
