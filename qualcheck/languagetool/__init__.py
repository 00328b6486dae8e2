"""LanguageTool as one more check: its grammar rules, with its noise taken out.

`installation.py` finds and brings it, `server.py` starts and stops it (`keeper.py` sees to it that
none is left behind), `client.py` asks it, `answers.py` keeps what it said of each paragraph,
`meaning.py` says what its rules mean to us, and `check.py` makes hits of its answers.
"""
