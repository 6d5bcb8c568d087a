-- What each table and column holds, for people who open the database in QGIS or psql. A test holds
-- every column to having a comment, and the listed values to those of the nouns.

-- +goose Up

COMMENT ON TABLE sites IS 'Places of firms and public bodies';
COMMENT ON TABLE flows IS 'Surpluses and needs of heat, materials and other resources; site_id points to sites.id';
COMMENT ON TABLE areas IS 'Industrial land, existing or candidate';
COMMENT ON TABLE exchanges IS 'Flows that go from one site to another; surplus_id and need_id point to flows.id';
COMMENT ON TABLE assumptions IS 'The region''s own values of assumptions';
COMMENT ON TABLE region_info IS 'What the region is called, and questions for a first visit; one row';
COMMENT ON VIEW flows_on_map IS 'Surpluses and needs at their sites (a view: change them in flows)';
COMMENT ON VIEW exchanges_on_map IS 'Exchanges as straight lines from giver to taker (a view: change them in exchanges)';
COMMENT ON TABLE samloka_revision IS 'Marks states of the region for the program; leave it alone';

COMMENT ON COLUMN sites.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN sites.geom IS 'Where the site is; longitude and latitude, degrees of WGS 84 (EPSG:4326)';
COMMENT ON COLUMN sites.name IS 'Name';
COMMENT ON COLUMN sites.organisation IS 'Firm or public body';
COMMENT ON COLUMN sites.nace IS 'Activity code, NACE Rev. 2 / SNI 2007, such as 17.12';
COMMENT ON COLUMN sites.municipality IS 'Municipality';
COMMENT ON COLUMN sites.country IS 'Two letters, SE or NO';
COMMENT ON COLUMN sites.place_accuracy IS 'Whether the point is where the site is, or near it: exact, approximate';
COMMENT ON COLUMN sites.note IS 'Anything else worth knowing';
COMMENT ON COLUMN sites.source IS 'Where the figures come from';
COMMENT ON COLUMN sites.visibility IS 'Who may see the site: public, network, broker_only';
COMMENT ON COLUMN sites.version IS 'One more at each change; the database sees to it';

COMMENT ON COLUMN flows.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN flows.site_id IS 'Id of the site';
COMMENT ON COLUMN flows.name IS 'Name';
COMMENT ON COLUMN flows.direction IS 'Whether the site gives it off (surplus) or wants it (need)';
COMMENT ON COLUMN flows.resource IS 'Code of the catalogue (samloka resources)';
COMMENT ON COLUMN flows.quantity IS 'Amount in the unit beside it';
COMMENT ON COLUMN flows.unit IS 'Unit; MW and kW are the greatest power, the others sums of a year: MW, kW, MWh/yr, GWh/yr, t/yr, kg/yr, m3/yr, pcs/yr, h/yr';
COMMENT ON COLUMN flows.full_load_hours IS 'Hours a year at full power';
COMMENT ON COLUMN flows.shape IS 'How the flow is spread over the year: flat, winter, summer, own';
COMMENT ON COLUMN flows.monthly IS 'Shape own: twelve shares, January first';
COMMENT ON COLUMN flows.supply_c IS '°C. Surplus: hot end of the stream; need: supply it wants';
COMMENT ON COLUMN flows.return_c IS '°C. Surplus: coldest it may be cooled to; need: return it wants';
COMMENT ON COLUMN flows.price_sek IS 'SEK per MWh or tonne. Surplus: what is asked; need: value of what it replaces';
COMMENT ON COLUMN flows.disposal_cost_sek IS 'SEK per tonne that the holder pays today to be rid of it';
COMMENT ON COLUMN flows.treatment_cost_sek IS 'SEK per tonne to make it usable';
COMMENT ON COLUMN flows.waste_code IS 'Code of the European List of Waste, such as 19 12 04';
COMMENT ON COLUMN flows.status IS 'What the law takes the material to be: product, by_product, end_of_waste, waste, hazardous_waste, unknown';
COMMENT ON COLUMN flows.accepts IS 'Need: other resources and waste codes it takes';
COMMENT ON COLUMN flows.permitted_codes IS 'Waste codes the receiver is permitted to take';
COMMENT ON COLUMN flows.quality IS 'JSON list of properties: name, unit, min, max';
COMMENT ON COLUMN flows.max_distance_m IS 'Metres; caps the distance that the flow may travel';
COMMENT ON COLUMN flows.valid_from IS 'First day';
COMMENT ON COLUMN flows.valid_to IS 'Last day';
COMMENT ON COLUMN flows.certainty IS 'How sure the figures are: measured, reported, estimated';
COMMENT ON COLUMN flows.visibility IS 'Who may see the flow: public, network, broker_only';
COMMENT ON COLUMN flows.source IS 'Where the figures come from';
COMMENT ON COLUMN flows.note IS 'Anything else worth knowing';
COMMENT ON COLUMN flows.version IS 'One more at each change; the database sees to it';

COMMENT ON COLUMN areas.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN areas.geom IS 'Outline of the land; longitude and latitude, degrees of WGS 84 (EPSG:4326)';
COMMENT ON COLUMN areas.name IS 'Name';
COMMENT ON COLUMN areas.municipality IS 'Municipality';
COMMENT ON COLUMN areas.country IS 'Two letters, SE or NO';
COMMENT ON COLUMN areas.plan_status IS 'How far the land has come in planning: detaljplan, oversiktsplan, none';
COMMENT ON COLUMN areas.years_to_build_ready IS 'Years until one may build';
COMMENT ON COLUMN areas.grid_mw IS 'MW that the grid can give';
COMMENT ON COLUMN areas.grid_year IS 'From which year the grid can give it';
COMMENT ON COLUMN areas.remediation IS 'What is known of contamination';
COMMENT ON COLUMN areas.place_accuracy IS 'Whether the outline is exact: exact, approximate';
COMMENT ON COLUMN areas.certainty IS 'How sure the figures are: measured, reported, estimated';
COMMENT ON COLUMN areas.source IS 'Where the figures come from';
COMMENT ON COLUMN areas.note IS 'Anything else worth knowing';
COMMENT ON COLUMN areas.version IS 'One more at each change; the database sees to it';

COMMENT ON COLUMN exchanges.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN exchanges.surplus_id IS 'Id of the flow it comes from';
COMMENT ON COLUMN exchanges.need_id IS 'Id of the flow it goes to';
COMMENT ON COLUMN exchanges.state IS 'How far the exchange has come: idea, contact, study, agreement, operation, ended';
COMMENT ON COLUMN exchanges.since IS 'First day of the state';
COMMENT ON COLUMN exchanges.quantity IS 'Amount in the unit beside it; empty when unknown';
COMMENT ON COLUMN exchanges.unit IS 'Unit: MW, kW, MWh/yr, GWh/yr, t/yr, kg/yr, m3/yr, pcs/yr, h/yr';
COMMENT ON COLUMN exchanges.certainty IS 'How sure the figures are: measured, reported, estimated';
COMMENT ON COLUMN exchanges.source IS 'Where the figures come from';
COMMENT ON COLUMN exchanges.note IS 'Anything else worth knowing';
COMMENT ON COLUMN exchanges.version IS 'One more at each change; the database sees to it';

COMMENT ON COLUMN assumptions.key IS 'Key of the assumption (samloka assumptions)';
COMMENT ON COLUMN assumptions.value IS 'The region''s own value, in the assumption''s unit';

COMMENT ON COLUMN region_info.name_sv IS 'Name in Swedish';
COMMENT ON COLUMN region_info.name_nb IS 'Name in Norwegian (bokmål)';
COMMENT ON COLUMN region_info.name_en IS 'Name in English';
COMMENT ON COLUMN region_info.questions IS 'JSON list of questions for a first visit';
COMMENT ON COLUMN region_info.id IS 'Always 1';

COMMENT ON COLUMN samloka_revision.id IS 'Always 1';
COMMENT ON COLUMN samloka_revision.counter IS 'One more at each transaction that changes the region';
COMMENT ON COLUMN samloka_revision.mark IS 'Random, new with the counter';

COMMENT ON COLUMN flows_on_map.geom IS 'Where the site of the flow is';
COMMENT ON COLUMN flows_on_map.quantity IS 'Amount in the unit beside it';
COMMENT ON COLUMN flows_on_map.supply_c IS '°C. Surplus: hot end of the stream; need: supply it wants';
COMMENT ON COLUMN flows_on_map.return_c IS '°C. Surplus: coldest it may be cooled to; need: return it wants';
COMMENT ON COLUMN exchanges_on_map.geom IS 'Straight line between the sites, not a route';
COMMENT ON COLUMN exchanges_on_map.quantity IS 'Amount in the unit beside it; empty when unknown';

-- +goose Down

-- Comments go with what they are about.
SELECT 1;
