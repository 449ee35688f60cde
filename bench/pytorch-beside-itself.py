#!/usr/bin/python3
"""How far PyTorch's float64 is from itself: every run of RMSProp and Adagrad in a golden file mlp_2_3_2.json, made again with the hidden units
in each other order and the examples in both directions. Mathematically nothing changes; only sums are added up in another order.

  python3 bench/pytorch-beside-itself.py FOLDER...

Prints, for each folder, the runs whose parameters after 50 steps lie outside the tolerance that parity asks of float64.
"""
import functools
import itertools
import json
import math
import sys

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
ACTIVATIONS = {
    "linear": lambda x: x,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "gelu_tanh": lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    "gelu_erf": F.gelu,
}
OPTIMIZERS = {
    "adagrad": (torch.optim.Adagrad, {"lr": 0.1, "eps": 1e-10}, 1e-9),
    "rmsprop": (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.99, "eps": 1e-8}, 1e-9),
    "rmsprop_mom": (torch.optim.RMSprop, {"lr": 0.005, "alpha": 0.9, "eps": 1e-8, "momentum": 0.9}, 1e-9),
    "rmsprop_cent": (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.99, "eps": 1e-8, "centered": True}, 1e-8),
}


def tensor(value):
    return torch.tensor(value, dtype=torch.float64)


def loss_of(name, outputs, targets, rows):
    if name == "ce":
        return F.cross_entropy(outputs, torch.tensor(targets)[rows])
    wanted = tensor(targets)[rows]
    return F.binary_cross_entropy_with_logits(outputs, wanted) if name == "bce" else F.mse_loss(outputs, wanted)


def trained(golden, case, make, order, rows):
    init = {name: tensor(value) for name, value in golden["init"].items()}
    init["l1.weight"], init["l1.bias"] = init["l1.weight"][order], init["l1.bias"][order]
    init["l2.weight"] = init["l2.weight"][:, order]
    parameters = {name: value.clone().requires_grad_(True) for name, value in init.items()}
    inputs = tensor(golden["inputs"])[rows]
    optimizer = make(list(parameters.values()))
    for _ in range(50):
        optimizer.zero_grad()
        hidden = F.linear(inputs, parameters["l1.weight"], parameters["l1.bias"])
        outputs = F.linear(ACTIVATIONS[case["activation"]](hidden), parameters["l2.weight"], parameters["l2.bias"])
        loss_of(case["loss_name"], outputs, golden["targets"][case["loss_name"]], rows).backward()
        optimizer.step()
    back = [order.index(i) for i in range(3)]
    return {
        "l1.weight": parameters["l1.weight"][back],
        "l1.bias": parameters["l1.bias"][back],
        "l2.weight": parameters["l2.weight"][:, back],
        "l2.bias": parameters["l2.bias"],
    }


def distance(found, golden):
    wanted = tensor(golden)
    return float(((found - wanted).abs() / wanted.abs().clamp(min=1)).max())


for folder in sys.argv[1:]:
    with open(f"{folder}/mlp_2_3_2.json") as file:
        golden = json.load(file)
    for case in golden["cases"]:
        for name, (kind, settings, tolerance) in OPTIMIZERS.items():
            make = functools.partial(kind, **settings)
            snapshot = case["after"][name]["50"]["params"]
            farthest = 0.0
            for order in itertools.permutations(range(3)):
                for rows in (list(range(6)), list(range(6))[::-1]):
                    found = trained(golden, case, make, list(order), rows)
                    farthest = max(farthest, *(distance(found[key], snapshot[key]) for key in found))
            if farthest > tolerance:
                print(f"{folder}: {case['activation']} {case['loss_name']} {name}: {farthest:.1e} > {tolerance:.0e}")
