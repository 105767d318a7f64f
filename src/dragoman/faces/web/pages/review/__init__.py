"""Review: one record at a time, the doubtful first; every decision is a row, and can be taken back."""

from dragoman.faces.web.pages.review.routes import router

__all__ = ["router"]
