"""The diary on screen, and the clinicians whose it is."""
