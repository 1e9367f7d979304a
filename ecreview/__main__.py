"""`python -m ecreview`."""

import sys

from ecreview.cli import main

if __name__ == "__main__":
    sys.exit(main())
