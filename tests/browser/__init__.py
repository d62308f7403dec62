"""The platform in the distribution's Chromium: whole journeys, every page, and its pictures.

`platform.py` starts an installation and serves it, `walk.py` opens every page that an account leads
to. `python -m tests.browser.shots OUT` (or `make shots`) takes pictures of them all.
"""
