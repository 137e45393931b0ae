"""Who you are: User (e-mail login). Knows no tenant; where you belong is portal.tenancy's matter."""
