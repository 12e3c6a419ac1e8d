"""`python -m symattn`: the same as the command `symattn`.

Place: beside cli.py, the top of the flow.
"""

from symattn.cli import main

if __name__ == "__main__":
    main()
