"""Meta Ads Manager report: one row per campaign and day or span of days, currency in the headers."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

SPEND = ("Amount spent", "Montant dépensé")
CAMPAIGN = ("Campaign name", "Nom de la campagne")
COMMON = (
    Column("tool", ("Objective", "Objectif")),
    Column("plan", CAMPAIGN),
    Column("impressions", ("Impressions",)),
    Column("clicks", ("Link clicks", "Clics sur un lien", "Clics sur le lien")),
    Column("spend", SPEND),
    Column("carts", ("Adds to cart", "Ajouts au panier")),
    Column("attributed_orders", ("Purchases", "Achats")),
    Column("attributed_gmv", ("Purchases conversion value", "Valeur de conversion des achats")),
    Column("basis", ("Attribution setting", "Paramètre d’attribution", "Paramètre d'attribution")),
)

FORMAT = Format(
    key="meta-ads",
    title=Text(zh="Meta 广告报表", en="Meta ads report"),
    platform="meta",
    table="ad_spend",
    columns=(
        Column("date", ("Reporting starts", "Début des rapports")),
        Column("period_end", ("Reporting ends", "Fin des rapports")),
        *COMMON,
    ),
    required=(CAMPAIGN, SPEND, ("Reporting starts", "Début des rapports")),
    negative=("Day", "Jour"),
    menu=Text(
        zh="Meta 广告管理工具 › 报表 › 按天细分 › 导出",
        en="Meta Ads Manager › Reports › Breakdown by day › Export",
    ),
    other=(
        "Campaign delivery", "Results", "Result indicator", "Result type", "Reach", "Frequency",
        "Cost per results", "Cost per result", "CPM (cost per 1,000 impressions)",
        "CPC (cost per link click)", "CTR (link click-through rate)", "Clicks (all)", "CTR (all)",
        "CPC (all)", "Landing page views", "Cost per landing page view", "Ad set name", "Ad name",
        "Ad set delivery", "Ad delivery", "Ends", "Starts", "Website purchases", "Purchase ROAS",
        "Purchase ROAS (return on ad spend)", "Cost per purchase", "Bid", "Bid type", "Ad set budget",
        "Ad set budget type", "Campaign budget", "Campaign budget type",
        # French
        "Diffusion de la campagne", "Résultats", "Indicateur de résultats", "Couverture", "Répétition",
        "Coût par résultat", "Clics (tous)", "CTR (tous)", "CPC (tous)", "Nom de l’ensemble de publicités",
        "Nom de l'ensemble de publicités", "Nom de la publicité", "Vues de page de destination",
        "CPM (Coût pour 1 000 impressions)", "CPC (coût par clic sur un lien)",
    ),
)  # fmt: skip
