// Opens the pages of a running `sovang serve` in headless Chromium with JavaScript off, as people use them, and
// asks axe-core about each. Started by tests/web/browser_test.cc:
//   node run.mjs http://127.0.0.1:PORT FOLDER_FOR_SCREENSHOTS
// SOVANG_ARCHIVIST, SOVANG_UNIT, SOVANG_PASSWORD: who logs in. SOVANG_CODE: a certificate's code. SOVANG_PDF: a signed file. CHROMIUM: the browser.
// Exit status 1 when anything is wrong.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [base, shots] = process.argv.slice(2);
const { SOVANG_ARCHIVIST, SOVANG_UNIT, SOVANG_PASSWORD, SOVANG_CODE, SOVANG_PDF } = process.env;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
fs.mkdirSync(shots, { recursive: true });

let wrong = 0;
let checked = 0;
const complain = (...words) => { wrong++; console.log('wrong:', ...words); };
const expect = (condition, ...words) => { if (!condition) complain(...words); };

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'sovang-chromium-'));
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags, locale: 'vi-VN', acceptDownloads: true,
  javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
// axe itself needs script: it gets the page as it was served, in a context of its own.
const judge = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });

async function check(page, name) {
  const cookies = await context.cookies();
  for (const width of [1280, 320]) {
    const looking = await judge.newContext({ viewport: { width, height: width > 500 ? 900 : 640 }, bypassCSP: true, locale: 'vi-VN' });
    await looking.addCookies(cookies);
    const copy = await looking.newPage();
    const html = await page.content();
    // The same bytes at the same address, also for pages that answer a POST.
    await copy.route(page.url(), (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
    copy.on('request', (r) => expect(r.url().startsWith(base), name, 'asks another host:', r.url()));
    copy.on('response', (r) => expect(r.status() < 400, name, r.status(), r.url()));
    await copy.goto(page.url());
    await copy.addScriptTag({ content: axe });
    const result = await copy.evaluate((only) => axe.run(document, { runOnly: only }), tags);
    expect(result.passes.length > 10, name, 'axe looked at nothing');
    for (const v of result.violations) complain(name, width, v.id, v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | '));
    const facts = await copy.evaluate(() => ({
      over: document.documentElement.scrollWidth - innerWidth, h1: document.querySelectorAll('h1').length,
      script: document.querySelectorAll('script[src], [style], [onclick]').length, lang: document.documentElement.lang,
      low: [...document.querySelectorAll('.nut, input:not([type=hidden])')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.9).length }));
    expect(facts.over <= 0, name, width, 'scrolls sideways by', facts.over);
    expect(facts.h1 === 1 && facts.lang === 'vi' && facts.script === 0, name, JSON.stringify(facts));
    expect(facts.low === 0, name, width, facts.low, 'controls are lower than 44 px');
    const height = Math.min(2600, await copy.evaluate(() => document.documentElement.scrollHeight));
    await copy.screenshot({ path: path.join(shots, `${name}-${width}.png`), fullPage: true, clip: { x: 0, y: 0, width, height } });
    checked++;
    await looking.close();
  }
}

const page = await context.newPage();
const text = () => page.locator('main').innerText();
const folded = (s) => s.normalize('NFC');

async function logIn(name, password) {
  await page.goto(base + '/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill(name);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
}

try {
  // A stranger is asked who he is; a wrong password is said once, with the field.
  await page.goto(base + '/');
  expect(page.url().endsWith('/dang-nhap'), 'a stranger is not asked to log in:', page.url());
  await check(page, 'dang-nhap');
  await logIn(SOVANG_ARCHIVIST, 'khong phai mat khau nay');
  expect(folded(await text()).includes('chưa đúng'), 'a wrong password is not said to be wrong');
  await check(page, 'dang-nhap-sai');

  // The archivist finds a person by a name without marks, and reads the decision.
  await logIn(SOVANG_ARCHIVIST, SOVANG_PASSWORD);
  expect(page.url().endsWith('/tra-cuu'), 'the archivist does not come to the search:', page.url());
  await check(page, 'tra-cuu-dau');
  await page.getByLabel('Tên người, đơn vị, số quyết định hoặc nội dung').fill('nguyen thi hien');
  await page.getByRole('button', { name: 'Tìm' }).click();
  expect(folded(await text()).includes('Nguyễn Thị Hiền'), 'Nguyễn Thị Hiền is not found without marks');
  expect(await page.locator('mark').count() > 0, 'nothing is marked in the hits');
  await check(page, 'tra-cuu');
  await page.goto(base + '/tra-cuu?q=' + encodeURIComponent('trung tâm y tế'));
  await check(page, 'tra-cuu-nhieu');
  await page.goto(base + '/tra-cuu?q=' + encodeURIComponent('không có người nào tên thế này'));
  expect(folded(await text()).includes('Không tìm thấy'), 'an empty search does not help on');
  await check(page, 'tra-cuu-trong');
  await page.goto(base + '/tra-cuu?q=nguyen+thi+hien');
  await page.locator('.ket-qua h3 a').first().click();
  expect(folded(await page.locator('h1').innerText()).includes('1288/QĐ-UBND'), 'the hit does not lead to the decision');
  expect(folded(await text()).includes('còn nguyên vẹn'), 'the decision is not proved whole');
  const picture = await page.request.get(base + await page.locator('.giay img').getAttribute('src'));
  expect(picture.ok() && (await picture.body()).subarray(1, 4).toString() === 'PNG', 'the page has no picture');
  await check(page, 'van-ban');
  await page.getByRole('link', { name: 'Trang sau' }).click();
  await check(page, 'van-ban-trang-2');
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.goto(base + '/tra-cuu');
  expect(page.url().includes('/dang-nhap'), 'after logging out the search still opens');

  // A unit finds its papers and takes them all with one click.
  await logIn(SOVANG_UNIT, SOVANG_PASSWORD);
  expect(folded(await text()).includes('Nguyễn Thị Hiền'), 'the unit does not see its certificate');
  await check(page, 'don-vi');
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải tất cả một tệp ZIP' }).click();
  const download = await waiting;
  const zip = fs.readFileSync(await download.path());
  expect(zip.subarray(0, 2).toString() === 'PK' && zip.length > 10000, 'the ZIP is no ZIP');
  expect(zip.includes(Buffer.from('Bằng khen 61 Bà Nguyễn Thị Hiền.pdf')), 'the certificate is not in the ZIP under her name');
  expect(zip.includes(Buffer.from('Bảng kê.csv')), 'the ZIP has no index');
  await page.goto(base + '/van-ban/01ARZ3NDEKTSV4RRFFQ69G5FAV');
  await check(page, 'loi-404');

  // Anybody checks a certificate.
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.goto(base + '/X/' + SOVANG_CODE);
  expect(folded(await text()).includes('THẬT VÀ CÒN HIỆU LỰC'), 'a genuine certificate is not called genuine');
  await check(page, 'kiem-tra');
  await page.goto(base + '/kiem-tra?ma=' + SOVANG_CODE.slice(0, -1) + (SOVANG_CODE.endsWith('A') ? 'Q' : 'A'));
  expect(folded(await text()).includes('KHÔNG TÌM THẤY'), 'a changed code is not refused');
  await check(page, 'kiem-tra-khong-ro');
  // … and a file: here a certificate of the archive, and what is no PDF.
  await page.goto(base + '/kiem-tra');
  await page.getByLabel('Tệp PDF của quyết định hoặc bằng').setInputFiles(SOVANG_PDF);
  await page.getByRole('button', { name: 'Kiểm tra tệp' }).click();
  expect(folded(await text()).includes('Chữ ký 1: CÒN NGUYÊN VẸN'), 'the signature of a file is not judged');
  await check(page, 'kiem-tra-tep');
  await page.getByRole('button', { name: 'Kiểm tra tệp' }).click();
  expect(folded(await text()).includes('Xin chọn một tệp PDF'), 'no file is not asked for');
  await check(page, 'kiem-tra-khong-tep');
} catch (error) {
  complain('stopped at', page.url(), error.message);
}
await context.close();
await judge.close();
fs.rmSync(profile, { recursive: true, force: true });
console.log(`${checked} views, ${wrong} wrong`);
process.exit(wrong ? 1 : 0);
