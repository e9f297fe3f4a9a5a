"""`python -m backend`."""

import sys
import warnings

from backend.cli import main

if __name__ == "__main__":
    if not sys.warnoptions:  # they are for programmers, who ask for them by -W
        warnings.simplefilter("ignore")
    main()
