// Reports as a browser shows them: with script and without, light and dark, wide and narrow, and on paper.
// Run by ./run, which makes the pages. CHROMIUM names the browser.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = process.env.PAGES;
const pages = readdirSync(folder).filter(name => name.endsWith('.html')).sort();
assert.ok(pages.length > 0, 'no pages to look at');
let browser;
before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] }); });
after(async () => { await browser?.close(); });

// Opens a page; what it complains of, or asks the network for, is in the list.
async function open(name, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  page.on('pageerror', error => complaints.push(error.message));
  page.on('request', request => { if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`); });
  await page.goto(pathToFileURL(join(folder, name)).href);
  return { page, complaints, close: () => context.close() };
}

for (const name of pages) {
  describe(name, () => {
    for (const javaScriptEnabled of [false, true]) {
      for (const colorScheme of ['light', 'dark']) {
        for (const width of [400, 1280]) {
          test(`${colorScheme}, ${width} pixels wide, ${javaScriptEnabled ? 'with' : 'without'} script: no complaint, nothing beside the page`, async () => {
            const { page, complaints, close } = await open(name, { javaScriptEnabled, colorScheme, viewport: { width, height: 900 } });
            try {
              const size = await page.locator('html').boundingBox();
              assert.ok(size.width <= width, `the page is ${size.width} wide`);
              const session = await page.context().newCDPSession(page);
              const { cssContentSize } = await session.send('Page.getLayoutMetrics');
              assert.ok(cssContentSize.width <= width, `what it holds is ${cssContentSize.width} wide`);
              assert.deepEqual(complaints, []);
            } finally { await close(); }
          });
        }
      }
    }

    for (const colorScheme of ['light', 'dark']) {
      test(`${colorScheme}: who cannot see it can read it, and colours have contrast`, async () => {
        // The page forbids all script, that of the checker too.
        const { page, close } = await open(name, { colorScheme, bypassCSP: true, viewport: { width: 1280, height: 900 } });
        try {
          await page.addScriptTag({ content: axe });
          const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] }));
          assert.deepEqual(result.violations.map(violation => `${violation.id}: ${violation.help} (${violation.nodes.length}×, ${violation.nodes[0].html.slice(0, 150)})`), []);
        } finally { await close(); }
      });
    }

    test('text in pictures lies on no other text, and inside the picture', async () => {
      const { page, close } = await open(name, { viewport: { width: 1280, height: 900 }, bypassCSP: true });
      try {
        const faults = await page.evaluate(() => {
          const faults = [];
          for (const svg of document.querySelectorAll('svg')) {
            const frame = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text')].map(text => ({ box: text.getBoundingClientRect(), words: text.textContent })).sort((a, b) => a.box.top - b.box.top);
            texts.forEach((a, i) => {
              if (a.box.left < frame.left - 1 || a.box.right > frame.right + 1 || a.box.bottom > frame.bottom + 1) faults.push(`outside: ${a.words}`);
              for (let j = i + 1; j < texts.length && texts[j].box.top < a.box.bottom; j++) {
                const b = texts[j];
                const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left), down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
                if (across > 1 && down > 4) faults.push(`${a.words} on ${b.words}`);
              }
            });
          }
          return faults.slice(0, 10);
        });
        assert.deepEqual(faults, []);
      } finally { await close(); }
    });

    test('headings go down one step at a time, and landmarks are there', async () => {
      const { page, close } = await open(name, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
      try {
        const order = [...(await page.content()).matchAll(/<h([1-6])[ >]/g)].map(match => Number(match[1]));
        assert.equal(order.filter(level => level === 1).length, 1);
        order.slice(1).forEach((level, i) => assert.ok(level <= order[i] + 1, `h${level} after h${order[i]}`));
        for (const landmark of ['main', 'header', 'footer']) assert.equal(await page.locator(landmark).count(), 1, landmark);
      } finally { await close(); }
    });

    test('on paper it fits A4', async () => {
      const { page, complaints, close } = await open(name, { javaScriptEnabled: false, viewport: { width: 688, height: 970 } });
      try {
        await page.emulateMedia({ media: 'print' });
        const session = await page.context().newCDPSession(page);
        const { cssContentSize } = await session.send('Page.getLayoutMetrics');
        assert.ok(cssContentSize.width <= 688, `what it holds is ${cssContentSize.width} wide`);
        assert.ok((await page.pdf({ format: 'A4', preferCSSPageSize: true })).length > 1000);
        assert.deepEqual(complaints, []);
      } finally { await close(); }
    });
  });
}
