// What is made and not answered, because the line broke, is not made twice when it is asked for again.
import { expect, test } from 'vitest';
import { planner, someone, stage, tab } from './stage';

const PATIENCE = { timeout: 30_000, interval: 50 };
const AWAY = '#9/55/0';

stage({ each: true, refusals: true });

/** The next request reaches the server, its answer is lost on the way back. */
async function losesTheAnswer(path: string): Promise<void> {
  let lost = false;
  await tab.page.route(path, async (route) => {
    if (lost || route.request().method() !== 'POST') return route.continue();
    lost = true;
    await route.fetch();
    await route.abort('connectionreset');
  });
}
const listed = async <T>(path: string) => ((await (await tab.page.request.get(`/api/v1/${path}`)).json()) as { items: T[] }).items;

/** Somebody makes a pitch sheet, and hears that it didn't come to pass. */
async function makesAPitchThatIsNotAnswered(): Promise<void> {
  await someone();
  const t = planner.words;
  await planner.opens(`?room=land&area=krokom-a${AWAY}`);
  await planner.button(t.pitch.make).click();
  await planner.panel.getByRole('option', { name: 'Växthus, tomat' }).waitFor({ state: 'attached' });
  await planner.panel.locator('#pitch-profile').selectOption('greenhouse');
  await losesTheAnswer('**/api/v1/pitches*');
  await planner.button(t.pitch.makeIt).click();
  await planner.seesText(planner.panel.locator('.summary'), t.edit.kept);
}

test('a pitch sheet whose link was lost on its way is the same when it is made again, and its link is told', async () => {
  await makesAPitchThatIsNotAnswered();
  const t = planner.words;
  await planner.button(t.pitch.makeIt).click();
  await planner.isAt(t.pitch.made);
  const link = await planner.panel.getByLabel(t.pitch.link).inputValue();
  expect((await tab.page.request.get(link)).status()).toBe(200);
  expect(await listed('pitches')).toHaveLength(1);
});

test('a pitch sheet that is put right before it is made again takes the place of the one nobody was told of', async () => {
  await makesAPitchThatIsNotAnswered();
  const t = planner.words;
  await planner.panel.locator('#pitch-title').fill('Växthus vid ån');
  await planner.button(t.pitch.makeIt).click();
  await planner.isAt(t.pitch.made);
  const link = await planner.panel.getByLabel(t.pitch.link).inputValue();
  expect((await tab.page.request.get(link)).status()).toBe(200);
  expect((await listed<{ title: string }>('pitches')).map((p) => p.title)).toEqual(['Växthus vid ån']);
});

test('a comparison whose saving was not answered is there once', async () => {
  await someone();
  const t = planner.words;
  await planner.opens(`?room=land&compare=krokom-a&compare=ostersund-a&beside=1${AWAY}`);
  await planner.field(t.judge.name).fill('De två');
  await losesTheAnswer('**/api/v1/comparisons*');
  await planner.button(t.judge.save).click();
  await planner.seesText(planner.panel.locator('#comparison-help'), t.trouble.offline);
  await planner.button(t.judge.save).click();
  await planner.isAt('De två');
  expect(await listed('comparisons')).toHaveLength(1);
});

test('work whose beginning was not answered is begun once', async () => {
  await someone();
  const t = planner.words;
  await planner.opens(`?room=data${AWAY}`);
  await losesTheAnswer('**/api/v1/jobs/import*');
  await planner.panel.locator('#job-files').setInputFiles({ name: 'sites.csv', mimeType: 'text/csv', buffer: Buffer.from('id,name,lon,lat\nny,Ny,14.6,63.2\n') });
  const rows = planner.panel.locator('.jobs > li');
  const begin = async (button: string, nth: number) => {
    await planner.button(button).click();
    await planner.sees(planner.panel.locator('.trouble').filter({ hasText: t.trouble.offline }));
    await planner.button(button).click();
    await planner.doesNotSee(planner.panel.locator('.trouble').filter({ hasText: t.trouble.offline }));
    await expect.poll(() => rows.count(), PATIENCE).toBe(nth);
  };
  await begin(t.jobs.startImport, 1);
  await losesTheAnswer('**/api/v1/jobs/match*');
  await begin(t.jobs.startMatching, 2);
  expect((await listed<{ kind: string }>('jobs')).map((job) => job.kind)).toEqual(['match', 'import']);
  // What was answered and is wanted once more is begun once more.
  await planner.button(t.jobs.startMatching).click();
  await expect.poll(() => rows.count(), PATIENCE).toBe(3);
});
