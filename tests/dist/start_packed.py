"""Runs first in the packed program: the programs that ours starts get their own surroundings back.

On Linux the packed program points the loader to its own libraries by a variable; one of the system's programs that
inherited it (a file manager, the mail program) would load ours in place of its own. Our process has read it already.
"""

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _before is None:
    os.environ.pop("LD_LIBRARY_PATH", None)
else:
    os.environ["LD_LIBRARY_PATH"] = _before
