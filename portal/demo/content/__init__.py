"""The demo's texts. Facts come from the authorities' own pages; the sentences are ours.

What those pages date keeps its date. People and organisations marked « exemple » are fictitious.
"""
