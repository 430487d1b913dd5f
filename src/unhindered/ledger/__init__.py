"""The public site, built from sourced facts and the public log. It sees no report and needs no script."""
