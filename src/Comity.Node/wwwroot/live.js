// Keeps [data-live] parts fresh: when the node says that something changed, the page is read again and the parts are replaced.
// Events are only a hint. A reload shows the same state, so nothing is lost when they stop.
let source, waiting, again, spared

async function refresh() {
  if (waiting) { again = true; return }
  waiting = true
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } })
    if (answer.ok && answer.url === location.href.split('#')[0]) replace(await answer.text())
  } catch { /* the node restarts or the line is down; the next event tries again */ }
  waiting = false
  if (again) { again = false; refresh() }
}

function replace(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html')
  for (const part of document.querySelectorAll('[data-live][id]')) {
    const next = fresh.getElementById(part.id)
    if (!next || look(next) === look(part)) continue
    if (isInUse(part)) { spared = true; continue }
    const open = [...part.querySelectorAll('details[open][id]')].map(d => d.id)
    const focus = part.contains(document.activeElement) ? document.activeElement.id : ''
    part.replaceWith(next)
    for (const id of open) document.getElementById(id)?.setAttribute('open', '')
    if (focus) document.getElementById(focus)?.focus()
  }
  announce(fresh)
}

// What a part says, without what differs at every reading: form tokens, counting timers, opened details.
function look(part) {
  const copy = part.cloneNode(true)
  for (const token of copy.querySelectorAll('[name=__RequestVerificationToken]')) token.remove()
  for (const timer of copy.querySelectorAll('[data-until]')) timer.textContent = ''
  for (const details of copy.querySelectorAll('details')) details.removeAttribute('open')
  return copy.innerHTML
}

// Nothing typed is ever lost, and no ceremony is cut off: such a part waits until it is left as it was found, or for the next event.
const isInUse = part => part.querySelector('[aria-busy=true], [data-status]:not([hidden])') ||
  part.contains(document.activeElement) && document.activeElement.matches('input, select, textarea') ||
  [...part.querySelectorAll('input, select, textarea')].some(isChanged)

const isChanged = field => field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked
  : field.options ? field.selectedIndex !== Math.max(0, [...field.options].findIndex(option => option.defaultSelected))
  : field.type === 'file' ? field.files.length > 0 : field.type !== 'hidden' && field.value !== field.defaultValue

function announce(fresh) {
  const [was, now] = [document.getElementById('announce'), fresh.getElementById('announce')]
  if (was && now?.dataset.emergencies > was.dataset.emergencies) was.textContent = 'A new emergency is on the desk.'
  if (was && now) Object.assign(was.dataset, now.dataset)
}

function listen() {
  source?.close()
  source = new EventSource('/events')
  source.onmessage = () => refresh()
  // What changed between the making of the page and this line, or while the line was down, comes now.
  source.addEventListener('hello', event => { if (event.data !== document.getElementById('announce')?.dataset.seen) refresh() })
}

// Before anybody can sign in there are no events: such a part is read again from time to time.
if (document.querySelector('[data-live=poll]')) {
  setInterval(() => document.querySelector('[data-live=poll]') && refresh(), 10_000)
} else if (document.querySelector('[data-live]')) {
  listen()
  addEventListener('focusout', () => { if (spared) { spared = false; setTimeout(refresh) } })
  addEventListener('pagehide', () => source.close())
  addEventListener('pageshow', event => { if (event.persisted) { listen(); refresh() } })
}
