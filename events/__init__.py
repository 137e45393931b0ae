"""The calendar: events and the one engine that gives places. Filled by the calendar's own work."""
