"""The search box: which customers a few typed characters mean, the likeliest first."""

from crm_desktop.store.search_index import DIRTY_TRIGGERS, SCHEMA, check, rebuild, refresh, refresh_range

__all__ = ["DIRTY_TRIGGERS", "SCHEMA", "check", "rebuild", "refresh", "refresh_range"]
