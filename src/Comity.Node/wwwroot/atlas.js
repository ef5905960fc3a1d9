// The slider of the world map: without script it is a list of days and a button. Each step is a day on which the data change.
const time = document.getElementById('atlas-time')
const parts = ['atlas-map', 'atlas-changes', 'country']
const seen = new Map()
let wanted = 0

const address = day => {
  const query = new URLSearchParams({ treaty: time.dataset.treaty, on: day })
  if (time.dataset.country) query.set('country', time.dataset.country)
  return `/atlas?${query}`.replaceAll('%2C', ',')
}

async function page(day) {
  if (!seen.has(day)) {
    const answer = await fetch(address(day), { headers: { Accept: 'text/html' } })
    if (!answer.ok) throw new Error(answer.status)
    seen.set(day, await answer.text())
  }
  return new DOMParser().parseFromString(seen.get(day), 'text/html')
}

async function show(day) {
  const mine = ++wanted
  const next = await page(day)
  if (mine !== wanted) return // the hand has moved on
  for (const id of parts) document.getElementById(id)?.replaceWith(document.adoptNode(next.getElementById(id)))
  for (const field of document.querySelectorAll('[data-day]')) field.value = day
  for (const link of document.querySelectorAll('[data-day-link]')) link.href = next.querySelector('[data-day-link]')?.href ?? link.href
  history.replaceState(null, '', address(day))
}

function slider(list) {
  const range = document.createElement('input')
  Object.assign(range, { type: 'range', id: list.id, min: 0, max: list.length - 1, step: 1, value: list.selectedIndex })
  const ticks = document.createElement('div')
  ticks.className = 'ticks'
  ticks.setAttribute('aria-hidden', 'true')
  for (let i = 0; i <= 5; i++) {
    const tick = document.createElement('span')
    tick.textContent = list.options[Math.round(i * (list.length - 1) / 5)].value.slice(0, 4)
    ticks.append(tick)
  }
  const say = () => {
    const option = list.options[range.value]
    range.setAttribute('aria-valuetext', option.text)
    const day = document.getElementById('atlas-day')
    day.textContent = option.text
    day.dateTime = option.value
    return option.value
  }
  let timer = 0
  range.addEventListener('input', () => {
    const day = say()
    clearTimeout(timer)
    timer = setTimeout(() => show(day).catch(() => location.assign(address(day))), 60)
  })
  list.parentElement.replaceWith(range, ticks)
  say()
}

const list = time?.querySelector('select')
if (list && list.length > 1) slider(list)
