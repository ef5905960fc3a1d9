// Passkey ceremonies: sign-in, enrolment and approval are one thing here. A form with data-passkey="URL" is not sent at once:
// its fields go to URL, which answers {"steps":[{"field","kind":"get"|"create","options",...}]}; each step's credential is put into
// the hidden field named by it, and then the form is sent as any form.
const supported = typeof PublicKeyCredential?.parseRequestOptionsFromJSON === 'function'

async function ask(step) {
  const credential = step.kind === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(step.options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(step.options) })
  return JSON.stringify(credential.toJSON())
}

function put(form, name, value) {
  const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name }))
  field.value = value
}

async function steps(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter))
  const answer = await fetch(form.dataset.passkey, { method: 'POST', body, headers: { Accept: 'application/json' } })
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail ?? 'The node did not start the ceremony. Reload the page.')
  return (await answer.json()).steps
}

const reasons = {
  NotAllowedError: 'Nothing was signed: the passkey was not used in time, or the request was cancelled.',
  InvalidStateError: 'This passkey is already enrolled.',
  SecurityError: 'This address cannot use the passkey. Open the node by the name it was set up with.',
}

async function run(form, submitter) {
  const status = form.querySelector('[data-status]')
  const say = text => { if (status) { status.hidden = !text; status.textContent = text } }
  try {
    if (!supported) throw new Error('This browser does not know passkeys. Use a browser of 2024 or later.')
    for (const step of await steps(form, submitter)) {
      say(step.say ?? '')
      put(form, step.field, await ask(step))
    }
    if (submitter?.name) put(form, submitter.name, submitter.value)
    say('')
    form.submit()
  } catch (error) {
    say(reasons[error.name] ?? error.message)
    form.removeAttribute('aria-busy')
  }
}

addEventListener('submit', event => {
  const form = event.target
  if (!form.matches('[data-passkey]') || event.submitter?.matches('[data-without-passkey]')) return
  event.preventDefault()
  if (form.getAttribute('aria-busy') === 'true') return
  form.setAttribute('aria-busy', 'true')
  run(form, event.submitter)
})
