// Sends the chosen files one by one as raw bodies, with progress and a way to stop. Without script the form sends them itself.
const size = n => n < 1e6 ? `${Math.ceil(n / 1e3)} kB` : n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(2)} GB`

function row(list, file) {
  const item = list.appendChild(document.createElement('li'))
  const text = item.appendChild(document.createElement('div'))
  const name = text.appendChild(document.createElement('b'))
  const note = text.appendChild(document.createElement('small'))
  const bar = text.appendChild(document.createElement('progress'))
  const stop = item.appendChild(document.createElement('button'))
  Object.assign(bar, { max: file.size || 1, value: 0, className: 'act' })
  Object.assign(stop, { type: 'button', className: 'btn', textContent: 'Cancel' })
  name.textContent = file.name
  note.textContent = size(file.size)
  return { bar, note, stop }
}

function send(form, file, { bar, note, stop }) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest()
    const end = (text, ok) => { note.textContent = text; stop.remove(); resolve(ok) }
    request.open('PUT', `${form.dataset.upload}?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('RequestVerificationToken', form.elements.__RequestVerificationToken.value)
    request.upload.onprogress = event => {
      bar.value = event.loaded
      note.textContent = `${size(event.loaded)} of ${size(file.size)}`
    }
    request.onload = () => request.status < 300 ? end(`${size(file.size)}, sealed`, true) : end(problem(request), false)
    request.onerror = () => end('The line broke. Nothing of this file was kept; send it again.', false)
    request.onabort = () => end('Cancelled. Nothing of this file was kept.', false)
    stop.onclick = () => request.abort()
    request.send(file)
  })
}

function problem(request) {
  try { return JSON.parse(request.responseText).detail } catch { return `Refused (${request.status}).` }
}

addEventListener('submit', async event => {
  const form = event.target
  if (!form.matches('[data-upload]')) return
  event.preventDefault()
  const list = form.querySelector('[data-progress]')
  const rows = [...form.querySelector('input[type=file]').files].map(file => [file, row(list, file)])
  let all = rows.length > 0
  for (const [file, shown] of rows) all = await send(form, file, shown) && all
  if (all) location.reload()
})
