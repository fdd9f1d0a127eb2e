const samples = document.getElementById('samples');
if (samples) {
  const grids = JSON.parse(samples.textContent);
  const scrub = document.getElementById('scrub');
  scrub.addEventListener('input', () => {
    const [file, caption] = grids[scrub.value];
    document.getElementById('grid').src = file;
    document.getElementById('link').href = file;
    document.getElementById('shown').textContent = caption;
  });
}
