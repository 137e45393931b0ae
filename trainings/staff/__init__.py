"""The catalogue of trainings in the back-office: what those who keep it fill in, and the screens where they do."""
