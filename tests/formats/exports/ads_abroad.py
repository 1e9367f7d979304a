"""Exports of Meta Ads, Google Ads and Google Analytics."""

from __future__ import annotations

from tests.formats.exports.base import Export, names, row, rows

_META = names(
    "Reporting starts,Reporting ends,Campaign name,Campaign delivery,Attribution setting,"
    "Results,Result indicator,Reach,Frequency,Cost per results,Amount spent (EGP),"
    'Impressions,"CPM (cost per 1,000 impressions) (EGP)",Link clicks,'
    "CPC (cost per link click) (EGP),CTR (link click-through rate),Clicks (all),CTR (all),"
    "CPC (all) (EGP),Landing page views,Cost per landing page view (EGP)"
)
_META_FR = names(
    "Début des rapports,Fin des rapports,Nom de la campagne,Diffusion de la campagne,"
    "Résultats,Couverture,Répétition,Impressions,Montant dépensé (EUR),Clics sur un lien,"
    "Clics (tous)"
)
_META_DAY = names(
    "Campaign name,Day,Impressions,Link clicks,Amount spent (USD),Reporting starts,Reporting ends"
)
_GOOGLE = names("Day,Campaign,Campaign type,Impr.,Clicks,Cost,Conversions")
_GOOGLE_PERIOD = names("Campaign,Campaign type,Impr.,Clicks,Currency code,Cost,Conversions")
_GA4_DAY = names("Date,Active users,New users,Views,Sessions,Engaged sessions,Total revenue")
_GA4_CHANNEL = names(
    "Session primary channel group (Default Channel Group),Sessions,Engaged sessions,"
    "Engagement rate,Event count,Key events,Total revenue"
)
_COMMENTS = (
    "# ----------------------------------------",
    "# 示例旗舰店",
    "# Start date: 20260616",
    "# End date: 20260620",
    "# ----------------------------------------",
    "",
)

EXPORTS = (
    Export(
        format="meta-ads",
        case="21",
        name="Campaigns-Jun-16-2026-Jun-20-2026.csv",
        header=_META,
        newline="\n",
        rows=rows(
            _META,
            {
                "Reporting starts": "2026-06-16",
                "Reporting ends": "2026-06-16",
                "Campaign name": "618 sale, cups",
                "Campaign delivery": "active",
                "Attribution setting": "7-day click or 1-day view",
                "Reach": "8000",
                "Amount spent (EGP)": "172.45",
                "Impressions": "10000",
                "Link clicks": "150",
                "Clicks (all)": "210",
            },
            {
                "Reporting starts": "2026-06-17",
                "Reporting ends": "2026-06-17",
                "Campaign name": "618 sale, cups",
                "Campaign delivery": "active",
                "Attribution setting": "7-day click or 1-day view",
                "Reach": "4000",
                "Amount spent (EGP)": "100",
                "Impressions": "5000",
                "Link clicks": "--",
                "Clicks (all)": "90",
            },
            {
                "Reporting starts": "2026-06-16",
                "Reporting ends": "2026-06-20",
                "Campaign name": "Brand",
                "Campaign delivery": "active",
                "Amount spent (EGP)": "50",
                "Impressions": "2000",
                "Link clicks": "20",
            },
        ),
        below=(row(_META, {"Reporting starts": "Total", "Amount spent (EGP)": "322.45"}),),
    ),
    Export(
        format="meta-ads",
        case="fr",
        name="Campagnes-16-juin-2026.csv",
        header=_META_FR,
        encoding="utf-8-sig",
        separator=";",
        newline="\n",
        rows=rows(
            _META_FR,
            {
                "Début des rapports": "2026-06-18",
                "Fin des rapports": "2026-06-18",
                "Nom de la campagne": "Soldes 618",
                "Impressions": "12 000",
                "Montant dépensé (EUR)": "1 234,56",
                "Clics sur un lien": "310",
                "Clics (tous)": "400",
            },
        ),
    ),
    Export(
        format="meta-ads-day",
        case="7",
        name="Untitled-report-Jun-16-2026-to-Jun-20-2026.csv",
        header=_META_DAY,
        newline="\n",
        rows=rows(
            _META_DAY,
            {
                "Campaign name": "618 sale, cups",
                "Day": "2026-06-16",
                "Impressions": "10000",
                "Link clicks": "150",
                "Amount spent (USD)": "17.25",
                "Reporting starts": "2026-06-16",
                "Reporting ends": "2026-06-20",
            },
        ),
    ),
    Export(
        format="google-ads",
        case="day",
        name="Campaign report.csv",
        above=("Campaign report", '"June 16, 2026 - June 20, 2026"'),
        header=_GOOGLE,
        newline="\n",
        rows=rows(
            _GOOGLE,
            {
                "Day": "2026-06-16",
                "Campaign": "618 sale",
                "Campaign type": "Shopping",
                "Impr.": "1,000",
                "Clicks": "50",
                "Cost": "$172.45",
                "Conversions": "3.00",
            },
            {
                "Day": "2026-06-17",
                "Campaign": "618 sale",
                "Campaign type": "Shopping",
                "Impr.": "900",
                "Clicks": "40",
                "Cost": "$1,150.00",
                "Conversions": " --",
            },
        ),
        below=(
            row(_GOOGLE, {"Day": "Total: All campaigns", "Impr.": "1,900", "Cost": "$1,322.45"}),
        ),
    ),
    Export(
        format="google-ads",
        case="period",
        name="Campaign report (1).csv",
        above=("Campaign report", '"June 16, 2026 - June 20, 2026"'),
        header=_GOOGLE_PERIOD,
        encoding="utf-16",
        separator="\t",
        newline="\n",
        rows=rows(
            _GOOGLE_PERIOD,
            {
                "Campaign": "618 sale",
                "Campaign type": "Search",
                "Impr.": "2,000",
                "Clicks": "90",
                "Currency code": "GBP",
                "Cost": "322.45",
                "Conversions": "6.50",
            },
        ),
    ),
    Export(
        format="ga4-daily",
        case="day",
        name="free-form.csv",
        above=_COMMENTS,
        header=_GA4_DAY,
        newline="\n",
        rows=rows(
            _GA4_DAY,
            {
                "Date": "20260616",
                "Active users": "1200",
                "New users": "800",
                "Views": "3600",
                "Sessions": "1500",
                "Engaged sessions": "900",
                "Total revenue": "1076.5",
            },
            {
                "Date": "20260617",
                "Active users": "300",
                "New users": "120",
                "Views": "700",
                "Sessions": "350",
                "Engaged sessions": "200",
                "Total revenue": "0",
            },
        ),
    ),
    Export(
        format="ga4-channels",
        case="channel",
        name="Traffic_acquisition.csv",
        above=_COMMENTS,
        header=_GA4_CHANNEL,
        newline="\n",
        rows=rows(
            _GA4_CHANNEL,
            {
                "Session primary channel group (Default Channel Group)": "Organic Search",
                "Sessions": "900",
                "Engaged sessions": "600",
                "Engagement rate": "0.6667",
                "Total revenue": "500.00",
            },
            {
                "Session primary channel group (Default Channel Group)": "Paid Social",
                "Sessions": "950",
                "Engaged sessions": "500",
                "Engagement rate": "0.5263",
                "Total revenue": "576.50",
            },
        ),
    ),
)
