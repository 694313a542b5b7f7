"""The visible grammar: tokens, layout, form templates, components, and the living page that shows them."""
