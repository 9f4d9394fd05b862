// Opens documents in Chromium and tells, as JSON, what a reader would find wrong: messages in the console, requests,
// what axe-core finds against WCAG, what is wider than the window, and dark paper. Arguments: the browser, the files.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import puppeteer from 'puppeteer-core'

const [executablePath, ...files] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync']
// WCAG asks that nothing needs to be scrolled sideways at 320 pixels.
const WINDOWS = [[320, 'light'], [768, 'light'], [1280, 'dark']]

const browser = await puppeteer.launch({ executablePath, args })
const seen = {}
for (const file of files) {
  const found = seen[file] = { console: [], requests: [], violations: [], wide: [], paper: '' }
  const page = await browser.newPage()
  page.on('console', message => found.console.push(message.text()))
  page.on('pageerror', error => found.console.push(String(error)))
  page.on('request', request => found.requests.push(request.url()))
  await page.goto(`file://${file}`)
  for (const [width, scheme] of WINDOWS) {
    await page.setViewport({ width, height: 900 })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    const needed = await page.evaluate(() => document.documentElement.scrollWidth)
    if (needed > width) found.wide.push([width, needed])
    if (width === 768) continue
    await page.evaluate(axe)
    const report = await page.evaluate(() => axe.run(document, { rules: { 'target-size': { enabled: true } } }))
    found.violations.push(...report.violations.map(one => `${one.id}: ${one.nodes[0].html}`))
  }
  await page.emulateMediaType('print')
  found.paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.close()
}
await browser.close()
console.log(JSON.stringify(seen))
