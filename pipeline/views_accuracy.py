"""What the forecast page shows of past nights' accuracy: as the last night, or `wfm accuracy`, kept it."""

from domain.access import Act
from pipeline.access import needs
from pipeline.accuracy_run import AccuracyReport, report_of
from pipeline.forecast_accuracy import LAST_NIGHTS
from pipeline.site_store import open_site_database
from pipeline.views_night import PublishedNight
from store.forecast_errors import list_errors


@needs(Act.SEE_PLAN)
def accuracy_view(night: PublishedNight) -> AccuracyReport:
    """The errors of the site's last nights; a site of which nothing has come yet has none."""
    with open_site_database(night.site_dir) as database:
        return report_of(list_errors(database, night.site.id, nights=LAST_NIGHTS))
