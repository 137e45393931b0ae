"""How it looks: tokens, CSS, scripts, fonts, icons, the component gallery, template tags; on a page, on paper (PDF), in
charts and in spreadsheets. No models, no tenant: whose look it is comes as a ``Look``."""
