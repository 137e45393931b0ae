"""How it looks: tokens, CSS, scripts, fonts, icons, the component gallery, template tags. No models."""
