"""What each paid order leaves: one row per order, in cents, that all profit figures are sums of.

Unit of observation: a paid order; its refunds, goods, fees and freight are those of the order, whenever they
came. Definitions:
    list price = paid amount + every discount that the orders report tells.
    net sales = paid amount − refunds.
    gross profit = net sales − cost of goods (`goods`).
    contribution = gross profit + what platform and influencers pay for their discounts − platform fees
        (`fees`) − freight, packaging and payment fee (`fulfilment`).
    contribution after ads = contribution − ad spend, influencer commission and marketing charges (`promotion`).
    net profit = contribution after ads − fixed costs of the settings.
What belongs to no order (fees of the shop, ads of a day without orders) is kept apart, in `Rest`, and counts
in the totals of the period. Every cost carries where it comes from; one that nobody tells is unknown, never 0.
"""
