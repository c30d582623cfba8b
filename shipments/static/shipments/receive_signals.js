// What a scan sounds and feels like, and reading labels by the camera where the browser can.
(() => {
  // Hertz and seconds of each tone; a pattern of milliseconds for the hand.
  const SIGNALS = {
    received: { tones: [[880, 0.12]], shake: [60] },
    already: { tones: [[520, 0.1], [520, 0.1]], shake: [40, 60, 40] },
    chosen: { tones: [[660, 0.1]], shake: [40] },
    ask: { tones: [[520, 0.1], [660, 0.1]], shake: [40, 60, 40] },
    undone: { tones: [[520, 0.1]], shake: [40] },
    saved: { tones: [[660, 0.06], [880, 0.06]], shake: [60] },
    refused: { tones: [[220, 0.35]], shake: [250] },
  };
  let audio;

  const signal = (answer) => {
    const { tones, shake } = SIGNALS[answer] || SIGNALS.refused;
    navigator.vibrate?.(shake);
    try {
      audio ||= new AudioContext();
      let at = audio.currentTime;
      for (const [hertz, seconds] of tones) {
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        tone.frequency.value = hertz;
        volume.gain.value = 0.2;
        tone.connect(volume).connect(audio.destination);
        tone.start(at);
        tone.stop(at + seconds);
        at += seconds + 0.06;
      }
    } catch {
      // A browser that plays nothing yet shows and shakes all the same.
    }
  };

  const FORMATS = ["code_128", "code_39", "data_matrix", "pdf417", "qr_code"];
  const EVERY_MS = 250;
  const canRead = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

  // Reads until stopped; one label that stays in view is told once.
  const camera = async (video, found) => {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    const detector = new window.BarcodeDetector({
      formats: FORMATS.filter((each) => formats.includes(each)),
    });
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment" },
    });
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    let last = "";
    const timer = setInterval(async () => {
      const [code] = await detector.detect(video).catch(() => []);
      if (code && code.rawValue !== last) found(code.rawValue);
      if (code) last = code.rawValue;
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      stream.getTracks().forEach((track) => track.stop());
      video.srcObject = null;
      video.hidden = true;
    };
  };

  window.receivingSignals = { signal, canRead, camera };
})();
