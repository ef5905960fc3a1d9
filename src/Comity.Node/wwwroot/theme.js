// Switches light and dark without a reload. The server reads the same cookie, so the next page starts in the right theme.
const root = document.documentElement

addEventListener('submit', event => {
  if (!event.target.matches('[data-theme-switch]')) return
  event.preventDefault()
  const now = root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  root.dataset.theme = now === 'dark' ? 'light' : 'dark'
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`
})
