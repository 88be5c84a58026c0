"""Questions to the podium: asked, supported, answered on the evening, or owed with an office and a day."""
