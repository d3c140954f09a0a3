"""The docs as a site, by Sphinx: make docs.  Nothing of it is loaded from elsewhere."""

project = "oda-tables"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "oda-tables"
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {
        "font-stack": "system-ui, sans-serif",
        "color-brand-primary": "#0b5cad",
        "color-brand-content": "#0b5cad",
    },
    "dark_css_variables": {"color-brand-primary": "#8cc4f7", "color-brand-content": "#8cc4f7"},
}
