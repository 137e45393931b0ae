"""Says at the end how many requests the sweeps made."""

from tests.isolation.sweep.walk import TALLY


def pytest_terminal_summary(terminalreporter):
    for name, value in sorted(TALLY.items()):
        terminalreporter.write_line(f"isolation sweep: {name}: {value:.0f}")
