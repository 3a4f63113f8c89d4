// Paints the page light or dark before anything is seen; the page itself cannot know what the system prefers.
;(() => {
  const root = document.documentElement
  if (root.dataset.mantineColorScheme !== undefined) return
  root.dataset.mantineColorScheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
})()
