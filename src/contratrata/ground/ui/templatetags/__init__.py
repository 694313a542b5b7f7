"""Tags: `ct` for components, `ct_forms` for the widget templates."""
