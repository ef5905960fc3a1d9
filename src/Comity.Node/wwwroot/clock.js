// The UTC clock and the countdowns, by the server's time: a workstation's own clock may be wrong.
const pad = n => String(n).padStart(2, '0')
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const start = document.querySelector('[data-clock]')
const offset = start ? Date.parse(start.dateTime) - Date.now() : 0
const announceAt = [30, 10, 1]
const announced = new Set()

function tickClock(clock, now) {
  clock.dateTime = now.toISOString()
  clock.firstChild.data = `${pad(now.getUTCHours())}:${pad(now.getUTCMinutes())}:${pad(now.getUTCSeconds())} UTC`
  clock.querySelector('small').textContent =
    `${days[now.getUTCDay()]} ${pad(now.getUTCDate())} ${months[now.getUTCMonth()]} ${now.getUTCFullYear()}`
}

// Above one hour the seconds stand still: only the last hour is worth the movement.
function tickTimer(timer, now) {
  const left = Math.round((Date.parse(timer.dataset.until) - now) / 1000)
  const [size, sign] = [Math.abs(left), left < 0 ? '-' : '']
  const seconds = size >= 3600 ? '00' : pad(size % 60)
  const text = `${sign}${pad(Math.floor(size / 3600))}:${pad(Math.floor(size / 60) % 60)}:${seconds}`
  if (timer.textContent !== text) timer.textContent = text
  const minute = announceAt.find(m => left === m * 60)
  if (minute && !announced.has(timer.dataset.until + minute)) {
    announced.add(timer.dataset.until + minute)
    const region = document.getElementById('announce')
    if (region) region.textContent = `${timer.dataset.label ?? 'A time limit'} ends in ${minute} minutes.`
  }
}

function tick() {
  const now = new Date(Date.now() + offset)
  for (const clock of document.querySelectorAll('[data-clock]')) tickClock(clock, now)
  for (const timer of document.querySelectorAll('[data-until]')) tickTimer(timer, now)
}

if (start) setInterval(tick, 1000)
