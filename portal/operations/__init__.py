"""What is done to the whole installation: its logs and measures, backups, upgrades, the bad day.

Lives here: nothing of one tenant, and no page for the public. The console shows it, nobody below imports it.
"""
