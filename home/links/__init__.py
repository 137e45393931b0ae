"""The links of the pages: which lead nowhere, since when, and who should mend them."""
