"""Numbers that PyTorch computes for networks and their layers: resources/golden/network.json.

Weights, inputs and masks are not stored: `pattern` makes them here and in the Java tests alike.
Values are computed in float64, so that they are the truth for any float32 arithmetic.
"""
import json
import math
import pathlib
import re

import torch
from torch import nn

import networks

# Name of a case -> network, input shape, salt of the input. A gradient jumps where an activation lies within
# rounding of a corner of ReLU or ReLU6: the salts are such that none does, in PyTorch's float32 and in ours.
CASES = {
    "vggRoot": (lambda: networks.vgg_root(3, 8, 5), (3, 8, 8), 1000),
    "vggGeneral": (lambda: networks.vgg_general(6, 8, 5), (6, 8, 8), 1000),
    "mobilenetRoot": (lambda: networks.mobilenet_root(1, 5), (1, 8, 8), 1003),
    "mobilenetGeneral": (lambda: networks.mobilenet_general(6, 5), (6, 6, 6), 1000),
    "vggGeneralLayerNorm": (
        lambda: networks.layer_norm(networks.vgg_general(6, 8, 5), (6, 8, 8)), (6, 8, 8), 1000),
    "mobilenetGeneralLayerNorm": (
        lambda: networks.layer_norm(networks.mobilenet_general(6, 5), (6, 6, 6)), (6, 6, 6), 1000),
}
STEPS = 50
IMAGES = 6


def pattern(count, salt, scale=1.0):
    """Numbers in -scale to scale that look random, rounded to float32."""
    index = torch.arange(count, dtype=torch.int64)
    mixed = ((index + 1) * 2654435761 + salt * 40503) % 2 ** 32
    mixed = ((mixed ^ (mixed >> 15)) * 2246822519) % 2 ** 32
    mixed = ((mixed ^ (mixed >> 13)) * 3266489917) % 2 ** 32
    return ((mixed.double() / 2 ** 32 * 2 - 1) * scale).float().double()


def shaped(salt, *shape, scale=1.0):
    return pattern(math.prod(shape), salt, scale).reshape(shape)


def numbers(tensor):
    return [float(x) for x in tensor.detach().reshape(-1)]


def summary(tensor):
    """Norm, and products with two patterns: any wrong or misplaced element changes them."""
    flat = tensor.detach().reshape(-1)
    return [float(flat.norm()), *(float(flat @ pattern(len(flat), salt)) for salt in (101, 102))]


class Masked(nn.Module):
    """Dropout2d with a given mask."""

    def forward(self, x):
        if not self.training:
            return x
        mask = (shaped(77, x.shape[0], x.shape[1], 1, 1) >= 0).double() * 2
        return x * mask


def initial_bounds():
    bounds = []
    uniform = torch.Tensor.uniform_

    def record(self, low=0.0, high=1.0):
        assert low == -high
        recorded.append(high)
        return uniform(self, low, high)

    torch.Tensor.uniform_ = record
    try:
        for name, make, fan_in in [
            ("Conv2d(3, 16, 3)", lambda: nn.Conv2d(3, 16, 3), 27),
            ("Conv2d(24, 96, 1)", lambda: nn.Conv2d(24, 96, 1), 24),
            ("Conv2d(48, 48, 3, groups=48)", lambda: nn.Conv2d(48, 48, 3, groups=48), 9),
            ("Linear(16384, 5)", lambda: nn.Linear(16384, 5), 16384),
        ]:
            recorded = []
            make()
            bounds.append({"module": name, "fanIn": fan_in, "weight": recorded[0], "bias": recorded[1]})
    finally:
        torch.Tensor.uniform_ = uniform
    return bounds


def batch_norm():
    norm = nn.BatchNorm2d(3, eps=1e-3, momentum=0.3).double()
    norm.weight.data = pattern(3, 1)
    norm.bias.data = pattern(3, 2)
    steps = []
    for step in range(3):
        x = shaped(10 + step, 4, 3, 2, 2, scale=2.0)
        y = norm(x)
        steps.append({"output": numbers(y), "mean": numbers(norm.running_mean), "variance": numbers(norm.running_var)})
    norm.eval()
    return {"steps": steps, "batches": int(norm.num_batches_tracked),
            "evaluation": numbers(norm(shaped(20, 4, 3, 2, 2, scale=2.0)))}


def layer_norm():
    norm = nn.LayerNorm([3, 2, 5], eps=1e-3).double()
    norm.weight.data = shaped(1, 3, 2, 5)
    norm.bias.data = shaped(2, 3, 2, 5)
    x = shaped(10, 4, 3, 2, 5, scale=2.0).requires_grad_()
    y = norm(x)
    (y * shaped(3, 4, 3, 2, 5)).sum().backward()
    return {"output": numbers(y), "x": numbers(x.grad), "weight": numbers(norm.weight.grad),
            "bias": numbers(norm.bias.grad)}


def layer_norm_training():
    """Losses of plain gradient descent with layer norm, on the same images in each step."""
    model = networks.layer_norm(networks.vgg(2, [3, 4], [], 4 * 5 * 5, 3), (2, 5, 5)).double()
    fill(model)
    x = shaped(50, IMAGES, 2, 5, 5)
    labels = torch.arange(IMAGES) % 3
    losses = []
    for _ in range(STEPS):
        loss = nn.functional.cross_entropy(model(x), labels)
        losses.append(float(loss))
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= 0.05 * parameter.grad
    return {"images": IMAGES, "rate": 0.05, "losses": losses, "output": numbers(model(x))}


def relu6():
    x = torch.tensor([-7.0, -1.0, -0.0, 0.0, 1e-30, 0.5, 3.0, 5.9999995, 6.0, 6.0000005, 7.0, 1e30], requires_grad=True)
    y = nn.functional.relu6(x)
    y.backward(torch.arange(1.0, 13.0))
    return {"x": numbers(x), "y": numbers(y), "gradient": numbers(x.grad)}


def dropout():
    torch.manual_seed(5)
    cases = []
    for name, function, shape in [("Dropout", nn.functional.dropout, (4, 10)),
                                  ("Dropout2d", nn.functional.dropout2d, (3, 4, 2, 2))]:
        x = shaped(30, *shape).float()
        y = function(x, 0.3, True)
        kept = (y != 0).float()
        if name == "Dropout2d":
            kept = kept.amax(dim=(2, 3))
        cases.append({"name": name, "p": 0.3, "shape": list(shape), "kept": numbers(kept), "output": numbers(y)})
    return cases


def pools():
    x = shaped(40, 2, 2, 5, 5)
    return {"max": numbers(nn.functional.max_pool2d(x, 2, 2)), "average": numbers(nn.functional.avg_pool2d(x, 3, 2)),
            "global": numbers(nn.functional.adaptive_avg_pool2d(x, 1))}


def fill(model):
    """Patterns in all of the state; weights of a normalization lie around 1."""
    for position, (name, tensor) in enumerate(model.state_dict().items()):
        if name.endswith("num_batches_tracked"):
            continue
        # Scaled so that activations stay near 1: what cancels would show rounding, not mistakes.
        norm = tensor.dim() in (1, 3)
        scale = 0.5 if norm else math.sqrt(3 / tensor[0].numel())
        values = shaped(position, *tensor.shape, scale=scale)
        if name.endswith("running_var") or (name.endswith("weight") and norm):
            values = values + 1
        tensor.copy_(values)


def network_case(make, shape, salt):
    torch.manual_seed(0)
    model = make().double()
    for i, layer in enumerate(model.features):
        if isinstance(layer, nn.Dropout2d):
            model.features[i] = Masked()
    fill(model)
    x = shaped(salt, IMAGES, *shape)
    labels = torch.arange(IMAGES) % 5
    model.eval()
    evaluation = model(x)
    features = model.features(x)
    model.train()
    training = model(x)
    loss = nn.functional.cross_entropy(training, labels)
    loss.backward()
    return {
        "input": list(shape),
        "inputSalt": salt,
        "images": IMAGES,
        "features": list(features.shape[1:]),
        "featuresSummary": summary(features),
        "evaluation": numbers(evaluation),
        "training": numbers(training),
        "loss": float(loss),
        "gradients": {name: summary(p.grad) for name, p in model.named_parameters()},
        "buffers": {name: summary(b) for name, b in model.named_buffers() if b.dim() > 0},
    }


def state_shapes():
    """State of the published networks, by what was published where."""
    vgg = networks.vgg
    models = {
        "cifar10/vgg/1.02/root": networks.vgg_root(3, 32, 5),
        "cifar10/vgg/1.02/sg1": vgg(64, [64, 32], [nn.Dropout2d(0.5)], 32 * 16 * 16, 2),
        "cifar10/vgg/1.02/sg7": vgg(64, [16, 32, 32, 64, 64, 128], [], 128 * 4 * 4, 2, [1, 1, 1, 1, 2, 2]),
        "emnist/mobilenet/1.2/root": networks.mobilenet_root(1, 14),
        "emnist/mobilenet/1.2/sg1": networks.mobilenet_general(32, 8),
        "emnist/mobilenet/1.2/sg23": networks.mobilenet_general(48, 2),
    }
    return {name: {key: list(value.shape) for key, value in model.state_dict().items()} for name, model in models.items()}


def check_against_published(states):
    """Where the published checkpoints are at hand, their names and shapes are those of our modules."""
    for folder in pathlib.Path(__file__).resolve().parents:
        reference = folder.parent / "shared" / "reference"
        if reference.is_dir():
            for name, expected in states.items():
                path = reference / pathlib.Path(name).parent / "model_weights" / (pathlib.Path(name).name + ".pt")
                state = torch.load(path, map_location="cpu")
                state = state.get("model_state_dict", state)
                found = {key: list(value.shape) for key, value in state.items()}
                assert list(found.items()) == list(expected.items()), name


def make(folder):
    states = state_shapes()
    check_against_published(states)
    document = {
        "initialBounds": initial_bounds(),
        "batchNorm": batch_norm(),
        "layerNorm": layer_norm(),
        "layerNormTraining": layer_norm_training(),
        "relu6": relu6(),
        "dropout": dropout(),
        "pools": pools(),
        "networks": {name: network_case(*case) for name, case in CASES.items()},
        "states": states,
    }
    text = json.dumps(document, indent=1)
    # Lists of numbers and shapes on one line each.
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m.group(1)) + "]", text)
    pathlib.Path(folder, "network.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(pathlib.Path(__file__).parent.parent / "resources" / "golden")
