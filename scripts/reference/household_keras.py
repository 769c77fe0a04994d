"""The two published household networks in Keras: test errors over seeds, to compare ours with.

    household_keras.py household_power_consumption.txt [--model baseline|augmented] [--seeds 5]

Measured with Keras 3.15.1 on TensorFlow 2.21.0 and numpy 2.4.6, seeds 1 and up.

The protocol: rows with missing values dropped; 20,492 consecutive rows from 2007-11-22 02:08, the
first 80 % to train, the rest to test; lookback 30, one value 5 steps after the window's last row;
the last 5 % of the training windows, unshuffled, to validate. The test is a stream: a prediction
from the second reading on, short windows padded in front with zeros; 4,092 predictions.
"""

import argparse
import json
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

FIRST_ROW, ROWS, TRAIN_ROWS = "22/11/2007 02:08:00", 20_492, 16_393
LOOKBACK, HORIZON = 30, 5
MODELS = {
    "baseline": {"columns": ["Global_active_power"], "hidden": [5, 3], "rate": 0.01},
    "augmented": {
        "columns": ["Global_active_power", "Voltage", "Global_intensity"],
        "hidden": [50, 25, 10],
        "rate": 0.001,
    },
}


def rows_of(path, columns):
    """The slice's columns, [rows, features], as Float32."""
    table = pd.read_csv(path, sep=";", na_values=["?"], dtype={"Date": str, "Time": str}).dropna()
    start = np.flatnonzero((table["Date"] + " " + table["Time"]).values == FIRST_ROW)[0]
    return table[columns].values[start : start + ROWS].astype(np.float32)


def training_windows(part):
    """Windows and targets of the training part; the published loop leaves the last one out."""
    count = len(part) - LOOKBACK - HORIZON
    index = np.arange(count)[:, None] + np.arange(LOOKBACK)
    return part[index], part[LOOKBACK + HORIZON - 1 :][:count, 0]


def streamed_windows(part):
    """A window for every reading from the second on, zeros in front of the first readings."""
    padded = np.concatenate([np.zeros((LOOKBACK, part.shape[1]), np.float32), part])
    last = np.arange(1, len(part) - HORIZON - 1)
    return padded[last[:, None] + np.arange(1, LOOKBACK + 1)], part[last + HORIZON, 0]


def network(model):
    layers = [keras.Input((LOOKBACK, len(model["columns"])))]
    for position, size in enumerate(model["hidden"]):
        last = position == len(model["hidden"]) - 1
        layers += [keras.layers.LSTM(size, return_sequences=not last), keras.layers.Dropout(0.2)]
    return keras.Sequential([*layers, keras.layers.Dense(1)])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("--model", choices=MODELS, default="baseline")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--last", action="store_true", help="keep the last weights, not the best")
    options = parser.parse_args()
    model = MODELS[options.model]

    rows = rows_of(options.data, model["columns"])
    train, test = rows[:TRAIN_ROWS], rows[TRAIN_ROWS:]
    low, span = np.zeros(rows.shape[1], np.float32), np.ones(rows.shape[1], np.float32)
    if options.model == "augmented":  # min-max scaled; the baseline takes the values as they are
        low, span = train.min(0), train.max(0) - train.min(0)
    x, y = training_windows((train - low) / span)
    streamed, actual = streamed_windows((test - low) / span)
    naive = np.mean((streamed[:, -1, 0] - actual) ** 2) * span[0] ** 2
    print(json.dumps({"predictions": len(actual), "persistence": round(float(naive), 4)}))

    errors = []
    for seed in range(1, options.seeds + 1):
        keras.utils.set_random_seed(seed)
        net = network(model)
        net.compile(optimizer=keras.optimizers.Adam(model["rate"]), loss="mse")
        stop = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=not options.last)
        history = net.fit(
            x, y, batch_size=500, epochs=100, validation_split=0.05, callbacks=[stop], verbose=0
        )
        predicted = net.predict(streamed, batch_size=500, verbose=0)[:, 0]
        errors.append(float(np.mean((predicted - actual) ** 2) * span[0] ** 2))
        epochs = len(history.history["loss"])
        print(json.dumps({"seed": seed, "epochs": epochs, "mse": round(errors[-1], 4)}), flush=True)
    print(
        json.dumps(
            {
                "model": options.model,
                "parameters": net.count_params(),
                "mean": round(float(np.mean(errors)), 4),
                "deviation": round(float(np.std(errors, ddof=1)), 4) if len(errors) > 1 else None,
                "best": round(min(errors), 4),
            }
        )
    )


if __name__ == "__main__":
    main()
