// Before anything is painted: light or dark as the system prefers, and whether the tour has begun here.
;(() => {
  const root = document.documentElement
  try {
    if (localStorage.getItem('lakeside.tour') !== null) root.dataset.tour = 'begun'
  } catch {
    // Storage is off: the invitation stays.
  }
  if (root.dataset.mantineColorScheme !== undefined) return
  root.dataset.mantineColorScheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
})()
