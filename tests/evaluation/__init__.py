"""Evaluation against results that lie beside the project."""
