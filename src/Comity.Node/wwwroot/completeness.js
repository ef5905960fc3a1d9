// The completeness panel follows what is typed, and the draft saves itself. The server computes the same after each save;
// this only spares the wait. A field counts when it holds something; fields of one element (data-element) count together.
const form = document.querySelector('form[data-draft]')
const filled = field => field.type === 'checkbox' || field.type === 'radio' ? field.checked : field.value.trim() !== ''

function count() {
  const marks = [...document.querySelectorAll('[data-needs]')]
  const held = marks.filter(mark => {
    const fields = [...form.querySelectorAll(`[data-element="${CSS.escape(mark.dataset.needs)}"]`)]
    const done = fields.some(filled)
    mark.dataset.done = done
    return done
  })
  for (const score of document.querySelectorAll('[data-score]')) score.textContent = held.length
  for (const bar of document.querySelectorAll('[data-score-bar]')) bar.value = held.length
}

function mark(field) {
  const note = document.getElementById(`${field.id}-count`)
  if (note) note.textContent = field.value.length
  const help = document.getElementById(`${field.id}-missing`)
  if (!help) return
  help.hidden = filled(field)
  field.classList.toggle('missing', !filled(field))
  if (filled(field)) field.removeAttribute('aria-invalid')
  else field.setAttribute('aria-invalid', 'true')
}

async function save(leaving) {
  const said = form.querySelector('[data-saved]')
  try {
    const body = new URLSearchParams(new FormData(form))
    body.set('go', 'save')
    const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, keepalive: leaving })
    if (!answer.ok) throw new Error(answer.status)
    said.textContent = `Draft saved ${(await answer.json()).saved}`
  } catch {
    said.textContent = 'Not saved: the node does not answer. Keep this page open.'
  }
}

if (form) {
  let timer = 0
  const changed = event => {
    mark(event.target)
    count()
    clearTimeout(timer)
    timer = setTimeout(() => { timer = 0; save(false) }, 1200)
  }
  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  const drop = () => { clearTimeout(timer); timer = 0 }
  form.addEventListener('submit', drop)
  // Whoever leaves the page within that second loses nothing either.
  addEventListener('pagehide', () => { if (timer) { drop(); save(true) } })
}
