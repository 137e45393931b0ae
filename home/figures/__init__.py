"""Key figures: what is measured, with its unit, its source, its date and its series. Written once, shown everywhere."""
