/** From a key to the changed pixel: how long a turned knob takes to be seen on the drawing. */

/**
 * Presses the arrow key on the knob of an edge again and again. A pixel counts as changed at the end of the first frame in which
 * the edges' canvas reads differently; showing it adds the display's own time.
 *
 * @returns milliseconds of each turn
 */
export async function keyToPixel(app, turns) {
  const { page } = app;
  await page.locator('canvas').first().waitFor();
  await page.evaluate(() => {
    window.benchmarkPixel = { times: [], before: '' };
    const read = () => {
      const canvas = [...document.querySelectorAll('[data-panel="canvas"] canvas, main canvas')].find(
        ({ width, height }) => width > 300 && height > 200,
      );
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum = (Math.imul(sum, 31) + data[i] + data[i + 3]) | 0;
      return sum;
    };
    const state = window.benchmarkPixel;
    document.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const before = state.before;
        const look = () => {
          const now = read();
          if (now === before) return requestAnimationFrame(look);
          // The rest of this frame's work is done when the next message is heard.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => state.times.push(performance.now() - timeStamp);
          port2.postMessage(null);
        };
        requestAnimationFrame(look);
      },
      { capture: true },
    );
    state.read = read;
  });
  const times = [];
  for (let i = 0; i < turns; i++) {
    await page.evaluate(() => (window.benchmarkPixel.before = window.benchmarkPixel.read()));
    const count = times.length;
    await page.keyboard.press(i % 2 === 0 ? 'ArrowUp' : 'ArrowDown');
    await page.waitForFunction((many) => window.benchmarkPixel.times.length > many, count, { timeout: 5000 });
    times.splice(0, times.length, ...(await page.evaluate(() => window.benchmarkPixel.times)));
  }
  return times;
}
