// What looks wrong with a record but may be meant stands where the record is read.
import { expect, test } from 'vitest';
import { planner, server, someone, stage, tab } from './stage';

stage({ each: true });

test('a site whose coordinates look turned and a firm without flows say so', async () => {
  const { looks } = (await someone()).words;
  const at = `${server.address}/api/v1`;
  const site = await tab.page.request.post(`${at}/sites`, { data: { id: 'turned', name: 'Vänd', lon: 63.31, lat: 13.66 } });
  expect(site.status()).toBe(201);
  await planner.opens('?site=turned');
  await planner.sees(planner.panel.getByText(looks['axes_swapped']!('63.31, 13.66')));
  const firm = await tab.page.request.post(`${at}/profiles`, { data: { id: 'bare', names: { sv: 'Bar' }, capacity_unit: 't/yr', capacity: 5, nace: '34.10', flows: [] } });
  expect(firm.status()).toBe(201);
  await planner.opens('?room=firms&firm=bare');
  await planner.sees(planner.panel.getByText(looks['flows']!('')));
  await planner.sees(planner.panel.getByText(looks['nace']!('34.10')));
});
