//! Sheets of small communities, looked at.
