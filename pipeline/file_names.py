"""Names of the files of a site and of a night, in a module that loads nothing, so that screens may import it."""

MANIFEST_FILE = "manifest.json"
FORECAST_FILE = "forecast.csv"
MODEL_FORECAST_FILE = "forecast_model.csv"
ACCURACY_FILE = "accuracy.csv"
TOTALS_FILE = "forecast_totals.csv"
RECORD_FILE = "forecast_record.json"
REQUIREMENT_FILE = "requirement.csv"
CURVE_FILE = "curve.csv"
EVENTS_FILE = "events.csv"
QUARANTINE_FILE = "quarantine.csv"
HELD_BACK_FILE = "held_back.csv"
WORKBOOK_FILE = "roster.xlsx"
PAY_HOURS_FILE = "pay_hours.csv"
PAY_MONTHS_FILE = "pay_months.csv"
PAYROLL_TABLE_FILE = "payroll.csv"
PAYROLL_FILE = "payroll.toml"
CHANGES_FILE = "changes.csv"
CALENDAR_FOLDER = "calendar"
SITE_FILES = (
    "site.toml",
    "shifts.csv",
    "staff.csv",
    "leave.csv",
    "limits.csv",
    "preferences.csv",
    "previous.csv",
    EVENTS_FILE,
    PAYROLL_FILE,
)
