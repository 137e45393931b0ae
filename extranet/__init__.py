"""The members' space: a folder of small apps."""
